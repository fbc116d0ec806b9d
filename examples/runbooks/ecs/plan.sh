#!/bin/sh
# plan.sh CLUSTER SERVICE TASK-DEFINITION: shows what differs between what runs and what is to. Changes nothing.
set -eu

trap 'rm -f now.json then.json' EXIT
now=$(aws ecs describe-services --cluster "$1" --services "$2" --query 'services[0].taskDefinition' --output text)
aws ecs describe-task-definition --task-definition "$now" --query taskDefinition.containerDefinitions >now.json
aws ecs describe-task-definition --task-definition "$3" --query taskDefinition.containerDefinitions >then.json
diff --unified now.json then.json || test $? -eq 1
