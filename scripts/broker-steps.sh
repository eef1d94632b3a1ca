# A Kafka broker of one's own, for the scripts that source this in the project's folder, which is built.

java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# So many ports of this machine on which nobody listens.
free_ports() {
  local port=19092 left=$1
  for (( ; left > 0; port++)); do
    (: <>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && continue
    echo "$port"
    left=$((left - 1))
  done
}

# start_broker FOLDER LOG: names it in KAFKA_BOOTSTRAP_SERVERS. Should the script be killed, it ends for want of a
# standard input.
start_broker() {
  local ports
  src/test/kafka/collect
  mkdir "$1"
  mkfifo "$1/input"
  mapfile -t ports < <(free_ports 2)
  "$java" -Xmx256m -XX:+UseSerialGC -cp "target/kafka/*" src/test/java/dev/medallion/broker/BrokerMain.java \
    "$1" "${ports[@]}" <"$1/input" &>>"$2" &
  broker=$!
  exec {input}>"$1/input"
  export KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:${ports[0]}
}

# make_topic NAME PARTITIONS: as soon as the broker answers.
make_topic() {
  "$java" -cp "target/kafka/*" scripts/DemoTopic.java "$KAFKA_BOOTSTRAP_SERVERS" "$@"
}

stop_broker() {
  kill "$broker"
  wait "$broker" || true
}
