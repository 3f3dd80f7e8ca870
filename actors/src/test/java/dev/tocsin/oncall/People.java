package dev.tocsin.oncall;

import dev.tocsin.tenancy.Author;
import dev.tocsin.tenancy.UserId;
import java.util.List;
import java.util.UUID;

final class People {
  static final UserId ANN = new UserId(new UUID(1, 1));
  static final UserId BOB = new UserId(new UUID(1, 2));
  static final UserId CARL = new UserId(new UUID(1, 3));
  static final UserId DORA = new UserId(new UUID(1, 4));
  static final List<UserId> ALL = List.of(ANN, BOB, CARL, DORA);
  static final Author AUTHOR = Author.user(DORA);

  private People() {}
}
