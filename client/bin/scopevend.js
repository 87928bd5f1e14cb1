#!/usr/bin/env node
/** The command `scopevend`: runs what was built for publication, or in a checkout the sources. */
