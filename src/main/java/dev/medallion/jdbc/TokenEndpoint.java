package dev.medallion.jdbc;

import com.microsoft.sqlserver.jdbc.SqlAuthenticationToken;

/** Where a token is had. */
@FunctionalInterface
interface TokenEndpoint {
  /**
   * @param resource what the token is for, a URI
   * @param authority the tenant's sign-in service, a URL
   * @throws TokenRefused if there is none
   */
  SqlAuthenticationToken ask(String resource, String authority);
}
