package dev.tocsin;

/** A message or event that crosses nodes or time; Jackson writes it as CBOR. */
public interface CborSerializable {}
