-- What was done with the credentials of one vend, in the order of time; one row without an event for credentials that nobody used. A vend has
-- credentials besides that nobody got where the answer to a first AssumeRole came too late and the function tried again.
-- Parameters: the first day ('2026/11/23'), the last day, the vend id. Credentials live up to an hour, so maybe into the next day.
-- To ask for everything of one user instead, write vends.sub for vends.vendid in the last condition, and give the sub for the vend id.
WITH records AS (
  SELECT
    eventtime,
    eventsource,
    eventname,
    errorcode,
    sourceipaddress,
    useragent,
    requestid,
    requestparameters,
    responseelements,
    useridentity.principalid AS principalid,
    useridentity.accesskeyid AS accesskeyid,
    useridentity.sessioncontext.sourceidentity AS sourceidentity
  FROM scopevend_trail
  WHERE day BETWEEN ? AND ?
),
-- The vend id is the role session name, the sub the source identity. Distinct, as an AssumeRole across accounts is in both trails.
vends AS (
  SELECT DISTINCT
    json_extract_scalar(requestparameters, '$.roleSessionName') AS vendid,
    json_extract_scalar(requestparameters, '$.sourceIdentity') AS sub,
    json_extract_scalar(requestparameters, '$.roleArn') AS rolearn,
    json_extract_scalar(responseelements, '$.assumedRoleUser.assumedRoleId') AS principalid,
    json_extract_scalar(responseelements, '$.credentials.accessKeyId') AS accesskeyid,
    eventtime AS vendedat
  FROM records
  WHERE eventsource = 'sts.amazonaws.com' AND eventname = 'AssumeRole' AND errorcode IS NULL
)
SELECT DISTINCT
  vends.vendid,
  vends.sub,
  vends.rolearn,
  vends.vendedat,
  used.eventtime,
  used.eventsource,
  used.eventname,
  used.errorcode,
  used.sourceipaddress,
  used.useragent,
  used.requestid,
  used.requestparameters
FROM vends
-- The principal is the role's unique id and the session name: a role of the same name, made later, has another. The access key is
-- left out of the copy that another account's trail gets of the event, and CloudTrail may write it empty.
LEFT JOIN records AS used
  ON used.principalid = vends.principalid
  AND (used.accesskeyid IS NULL OR used.accesskeyid IN ('', vends.accesskeyid))
  AND (used.sourceidentity IS NULL OR used.sourceidentity = vends.sub)
WHERE vends.vendid = ?
ORDER BY eventtime, requestid
