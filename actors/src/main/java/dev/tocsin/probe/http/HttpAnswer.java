package dev.tocsin.probe.http;

import io.netty.handler.codec.http.HttpHeaders;

/**
 * An answer as it came.
 *
 * @param body the bytes as sent, still compressed, at most as many as were to be kept
 * @param cut whether there was more
 */
record HttpAnswer(int status, HttpHeaders headers, byte[] body, boolean cut) {}
