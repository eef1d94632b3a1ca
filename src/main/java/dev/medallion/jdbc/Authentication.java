package dev.medallion.jdbc;

/** How a program shows a database who it is. */
public enum Authentication {
  /** A user and a password, or none where the database needs none. */
  PASSWORD,
  /** The identity that Azure gives to the machine, container or app that this runs on. */
  MANAGED_IDENTITY,
  /** An application of Microsoft Entra: its client id as user, its client secret as password. */
  SERVICE_PRINCIPAL,
  /** A token of Microsoft Entra that somebody else got. */
  ACCESS_TOKEN
}
