"""Copies a report into your folder and lists it. Arguments: the bucket and the prefix, as `scopevend grants` shows them."""

import sys

import boto3

bucket, prefix = sys.argv[1:]

# boto3 asks for credentials itself, and again before they end.
s3 = boto3.Session(profile_name="uploads").client("s3")
s3.upload_file("report.txt", bucket, f"{prefix}report.txt")
for item in s3.list_objects_v2(Bucket=bucket, Prefix=prefix)["Contents"]:
    print(item["Key"], item["Size"])
