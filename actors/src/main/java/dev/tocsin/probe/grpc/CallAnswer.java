package dev.tocsin.probe.grpc;

/**
 * How a call ended.
 *
 * @param status the code of gRPC, 0 for success
 * @param text what the server says of it; may be empty
 * @param message of the protocol, without its head; empty where none came
 */
record CallAnswer(int status, String text, byte[] message) {}
