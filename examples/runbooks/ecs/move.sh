#!/bin/sh
# move.sh CLUSTER SERVICE TASK-DEFINITION: moves the service and waits until it stands still. A service that was moved back meanwhile,
# as its circuit breaker does, stands still too: so it is asked what it runs.
set -eu

aws ecs update-service --cluster "$1" --service "$2" --task-definition "$3" --query service.serviceArn --output text
aws ecs wait services-stable --cluster "$1" --services "$2"
now=$(aws ecs describe-services --cluster "$1" --services "$2" --query 'services[0].taskDefinition' --output text)
case "$now" in
*"${3##*/}") echo "$2 runs $now" ;;
*)
  echo "$2 was moved back: it runs $now, not $3." >&2
  exit 1
  ;;
esac
