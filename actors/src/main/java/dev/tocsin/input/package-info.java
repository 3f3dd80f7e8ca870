/**
 * What people and programs send, read field by field: every fault is named, none is guessed away.
 */
@NullMarked
package dev.tocsin.input;

import org.jspecify.annotations.NullMarked;
