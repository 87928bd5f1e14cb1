#!/bin/sh
# Copies a report into your folder and lists it. $1 is the folder, as `scopevend grants` shows it: s3://bucket/users/…/
set -eu

export AWS_PROFILE=uploads
aws s3 cp --no-progress report.txt "$1"
aws s3 ls "$1"
