package dev.tocsin.persistence.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where objects lie, by names with slashes. Calls block, with a bound on the time where the storage
 * is behind a network.
 *
 * <p>All throw {@link StoreAwayException} where the storage does not answer or refuses, with a
 * sentence for a person, and those that read may throw {@link UnreadableObjectException} where that
 * holds for the one object alone.
 */
interface ArchiveStore extends AutoCloseable {
  /** Where that is, for messages: never with credentials. */
  String place();

  /** The file's content becomes the object's, whole or not at all. */
  void put(String name, Path content) throws IOException;

  /**
   * A whole object; empty where there is none.
   *
   * @throws BrokenObjectException where it is larger than that many bytes
   */
  Optional<byte[]> get(String name, int most) throws IOException;

  /**
   * A part of an object; empty where there is no such object.
   *
   * @throws BrokenObjectException where the object ends before
   */
  Optional<byte[]> range(String name, long offset, int length) throws IOException;

  /**
   * The names directly within a folder, of folders with a slash at the end; none where there is no
   * such folder.
   *
   * @param folder ends with a slash
   */
  List<String> names(String folder) throws IOException;

  /** The full names of all objects within a folder and its folders. */
  List<String> within(String folder) throws IOException;

  /** Nothing happens where it is not there. */
  void delete(String name) throws IOException;

  @Override
  void close();
}
