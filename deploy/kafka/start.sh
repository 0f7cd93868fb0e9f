#!/bin/sh
# Runs one Apache Kafka node (KRaft) on 127.0.0.1 in the foreground, without Docker; keeps its data, picks up where it stopped.
# Usage: deploy/kafka/start.sh DATA_DIRECTORY [PORT] [CONTROLLER_PORT], or --fetch to get the jars and stop there.
# Needs Java 17+, and Maven when the jars are not in .local/kafka-libs yet.
set -eu

if [ $# -lt 1 ]; then
  echo "usage: $0 DATA_DIRECTORY [PORT] [CONTROLLER_PORT] | --fetch" >&2
  exit 64
fi
here=$(cd "$(dirname "$0")" && pwd)
data=$1
port=${2:-9092}
controller_port=${3:-9093}
jars=${ACS_KAFKA_JARS:-$here/../../.local/kafka-libs}
jars=$jars/$(cksum <"$here/pom.xml" | tr ' ' '-')

if [ ! -d "$jars" ]; then
  mkdir -p "$(dirname "$jars")"
  fresh=$(mktemp -d "$jars.XXXXXX")
  trap 'rm -rf "$fresh"' EXIT
  mvn --quiet --batch-mode --file "$here/pom.xml" dependency:copy-dependencies \
    -DincludeScope=runtime "-DoutputDirectory=$fresh/jars" >&2
  # Two first runs at once: the later finds the jars in place and throws its own away.
  [ -d "$jars" ] || mv "$fresh/jars" "$jars"
  rm -rf "$fresh"
  trap - EXIT
fi
if [ "$data" = --fetch ]; then
  exit 0
fi

mkdir -p "$data"
data=$(cd "$data" && pwd)
{
  cat "$here/server.properties"
  echo "log.dirs=$data/log"
  echo "listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$controller_port"
  echo "advertised.listeners=PLAINTEXT://127.0.0.1:$port"
  echo "controller.quorum.voters=1@127.0.0.1:$controller_port"
} >"$data/server.properties"

run() {
  exec java "-Xmx${ACS_KAFKA_HEAP:-384m}" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto \
    -Dorg.slf4j.simpleLogger.showDateTime=true '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS' \
    -Dorg.slf4j.simpleLogger.log.org.apache.kafka.common.config=warn -cp "$jars/*" "$@"
}
if [ ! -f "$data/log/meta.properties" ]; then
  (run kafka.tools.StorageTool format --ignore-formatted --cluster-id acs-alliance-one-node -c "$data/server.properties")
fi
run kafka.Kafka "$data/server.properties"
