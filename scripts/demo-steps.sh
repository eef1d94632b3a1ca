# What scripts/demo and scripts/demo-kafka have in common; each sources it first. It builds the program where that is
# still to do, and empties demo/.

home=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/.." && pwd)
cd "$home" || exit
log=demo/demo.log
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# Runs a command and says which one; what others log on standard error is shown only if it fails.
show() {
  printf '\n$ %s\n' "$*"
  "$@" 2>>"$log" || failed $?
}

failed() {
  tail -n 30 "$log" >&2
  echo "${0##*/}: that ended with exit code $1; all of the log is in $home/$log" >&2
  exit "$1"
}

# The tables' rows: the command line has no command for that, any Spark reads them.
tables() {
  local version opens
  version=$(grep -m 1 '<version>' pom.xml | sed 's,.*<version>\(.*\)</version>.*,\1,')
  opens=$(sed -n 's,.*<spark.add.opens>\(.*\)</spark.add.opens>.*,\1,p' pom.xml)
  echo
  # shellcheck disable=SC2086
  SPARK_LOCAL_IP=127.0.0.1 "$java" -Xmx1g -Dlog4j2.configurationFile=medallion-log4j2.properties $opens \
    -cp "target/medallion-$version-all.jar:$(<target/spark.classpath)" scripts/DemoTables.java "$@" \
    2>>"$log" || failed $?
}

scripts/medallion --version # Builds first, where that is still to do.

# Short-lived processes: the second compiler of the JVM would take more time than it saves.
export JDK_JAVA_OPTIONS="-XX:TieredStopAtLevel=1 ${JDK_JAVA_OPTIONS:-}"

rm -rf demo
mkdir demo
