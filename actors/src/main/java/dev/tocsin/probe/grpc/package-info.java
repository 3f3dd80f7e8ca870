/** Checks of gRPC servers by their standard health service. */
@NullMarked
package dev.tocsin.probe.grpc;

import org.jspecify.annotations.NullMarked;
