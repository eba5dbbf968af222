#!/usr/bin/env bash
# Creates the research-synthesis machine, or updates it where it exists already.
set -euo pipefail
cd "$(dirname "$0")"

account=111122223333
role=arn:aws:iam::$account:role/research-synthesis
machine=arn:aws:states:us-east-1:$account:stateMachine:research-synthesis
definition=file://research-synthesis.asl.json

aws iam create-role --role-name research-synthesis --assume-role-policy-document file://iam/trust.json || true
aws iam put-role-policy --role-name research-synthesis --policy-name run --policy-document file://iam/policy.json

if aws stepfunctions describe-state-machine --state-machine-arn "$machine" > /dev/null 2>&1; then
  aws stepfunctions update-state-machine --state-machine-arn "$machine" --definition "$definition" --publish
else
  aws stepfunctions create-state-machine --name research-synthesis --role-arn "$role" --definition "$definition" --publish
fi
