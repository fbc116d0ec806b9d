#!/bin/sh
# restore-test.sh: looks whether what ran before can still be run.
set -eu

status=$(aws ecs describe-task-definition --task-definition "$(cat previous)" --query taskDefinition.status --output text)
test "$status" = ACTIVE
echo "$(cat previous) is $status"
