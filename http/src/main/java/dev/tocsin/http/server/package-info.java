/**
 * The port: connections, and HTTP as bytes. What is ready is sent as it is; everything else becomes
 * a request of Pekko HTTP's model, and its answer bytes again.
 */
@NullMarked
package dev.tocsin.http.server;

import org.jspecify.annotations.NullMarked;
