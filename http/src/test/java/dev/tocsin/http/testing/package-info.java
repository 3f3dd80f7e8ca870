/** The server on loopback, over stores in memory that can go away, and a client that checks it. */
package dev.tocsin.http.testing;
