package dev.medallion.tracking;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A driver around another one, that shows every statement and every end of a transaction. */
final class Tap {
  /** Sees what passes; an exception of it comes in place of the result. */
  interface Valve {
    /** Before a statement is executed. */
    default void statement(int connection, String sql) throws SQLException {}

    default void afterCommit(int connection) throws SQLException {}

    default void rolledBack() {}
  }

  private final Valve valve;
  private final AtomicInteger connections = new AtomicInteger();

  Tap(Valve valve) {
    this.valve = valve;
  }

  DataSource around(DataSource source) {
    return proxy(
        DataSource.class,
        (self, method, arguments) -> {
          Object result = call(source, method, arguments);
          return result instanceof Connection connection
              ? around(connection, connections.incrementAndGet())
              : result;
        });
  }

  private Connection around(Connection connection, int number) {
    return proxy(
        Connection.class,
        (self, method, arguments) ->
            switch (method.getName()) {
              case "prepareStatement" ->
                  around(
                      PreparedStatement.class,
                      number,
                      (String) arguments[0],
                      call(connection, method, arguments));
              case "createStatement" ->
                  around(Statement.class, number, null, call(connection, method, arguments));
              case "commit" -> commit(connection, number, method);
              case "rollback" -> rollback(connection, method, arguments);
              default -> call(connection, method, arguments);
            });
  }

  private Object commit(Connection connection, int number, Method method) throws Throwable {
    Object result = call(connection, method);
    valve.afterCommit(number);
    return result;
  }

  private Object rollback(Connection connection, Method method, Object... arguments)
      throws Throwable {
    Object result = call(connection, method, arguments);
    valve.rolledBack();
    return result;
  }

  private <S extends Statement> S around(
      Class<S> type, int connection, String sql, Object statement) {
    return proxy(
        type,
        (self, method, arguments) -> {
          String text = sql == null && arguments != null ? arguments[0].toString() : sql;
          if (method.getName().startsWith("execute")) {
            if (text.startsWith("EXEC ")) {
              return false; // H2 knows no procedure of SQL Server
            }
            valve.statement(connection, text);
          }
          return call(statement, method, arguments);
        });
  }

  private static Object call(Object target, Method method, Object... arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(Tap.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
