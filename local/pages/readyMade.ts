/** The page's ready-made queries, one tab each: in lines that half of a narrow laptop screen holds, secrets last. */

const SCOPE = `    scope {
      s3 {
        bucket
        prefix
        access
      }
    }`;

const EVERY_SCOPE = SCOPE.replace(
  /    }$/,
  `      dynamodb {
        table
        leadingKeys
        access
      }
    }`,
);

const CREDENTIALS = `    expiration
    accessKeyId
    secretAccessKey
    sessionToken`;

const UNUSABLE = `    unusableGrants {
      name
      claim
      reason
    }`;

/** GraphQL documents with one named operation each; the name is the tab's. */
export const readyMade: readonly string[] = [
  `# Read your files and shared ones, write yours.
# No prefix: wherever your grants allow it.
mutation VendOwnFiles {
  vendCredentials(
    scope: {
      s3: [{
        resource: "uploads"
        access: [READ, WRITE]
      }]
    }
    durationSeconds: 900
  ) {
    vendId
${SCOPE}
    sessionPolicy
    sessionTokenUtilization
${CREDENTIALS}
  }
}
`,
  `# No scope: everything that your grants allow.
mutation VendEverything {
  vendCredentials {
    vendId
    assumedRoleArn
    region
${EVERY_SCOPE}
    sessionPolicy
${UNUSABLE}
${CREDENTIALS}
  }
}
`,
  `# The shared folder of tenant acme.
# member and editor may read it.
# rival may not: its tenant is globex.
mutation VendTenantShared {
  vendCredentials(
    scope: {
      s3: [
        {
          resource: "uploads"
          prefix: "tenants/acme/shared/"
          access: [READ, LIST]
        }
      ]
    }
  ) {
    vendId
${SCOPE}
    sessionPolicy
${CREDENTIALS}
  }
}
`,
  `# What a vend would do, and which grant
# admits what. No credentials are made.
query Preview {
  previewCredentials(
    scope: {
      s3: [{
        resource: "uploads"
        access: [READ, LIST]
      }]
    }
  ) {
    admissions {
      grant
      resource
      part
      access
    }
    sessionPolicy
    sessionPolicyCharacters
    sessionPolicyLimit
    sessionTags
    sessionTokenBound
    split
    roleArn
    durationSeconds
    minDurationSeconds
    maxDurationSeconds
${UNUSABLE}
  }
}
`,
  `# Could the credentials make these requests?
# And by which statement, or why not?
query Explain {
  previewCredentials(
    scope: {
      s3: [{
        resource: "uploads"
        access: [READ, LIST]
      }]
    }
    requests: [
      {
        action: "s3:GetObject"
        resource: "uploads/tenants/acme/shared/x"
      }
      {
        action: "s3:PutObject"
        resource: "uploads/tenants/acme/shared/x"
      }
    ]
  ) {
    explanations {
      action
      resource
      allowed
      denial
      reason
      statement
    }
  }
}
`,
  `# What you may ask for,
# with your own values filled in.
query MyGrants {
  myGrants {
    name
    s3 {
      resource
      bucket
      prefix
      access
    }
    dynamodb {
      resource
      table
      leadingKeys
      access
    }
    role {
      resource
      roleArn
    }
    conditions
    maxDurationSeconds
    unusable
  }
}
`,
  `# Nobody has a grant for this.
# errorType and errorInfo say to programs
# what the message says to you.
mutation Refused {
  vendCredentials(
    scope: {
      s3: [
        {
          resource: "uploads"
          prefix: "users/somebody-else/"
          access: [READ]
        }
      ]
    }
  ) {
    accessKeyId
  }
}
`,
  `# A role that is passed on directly,
# without a session policy.
# Only editor has a grant for it.
mutation RoleReporting {
  vendCredentials(scope: { role: "reporting" }) {
    vendId
    assumedRoleArn
    scope {
      role {
        resource
        roleArn
      }
    }
${CREDENTIALS}
  }
}
`,
];
