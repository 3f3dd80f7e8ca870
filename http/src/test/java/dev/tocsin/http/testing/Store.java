package dev.tocsin.http.testing;

import dev.tocsin.StoreUnavailableException;
import java.util.function.Supplier;

/** What the stores in memory share: one lock, as a database would serialize, and being away. */
public final class Store {
  private volatile boolean away;

  public void goAway() {
    away = true;
  }

  public void comeBack() {
    away = false;
  }

  synchronized <T> T run(Supplier<T> statement) {
    if (away) {
      throw new StoreUnavailableException("The store in memory was told to be away");
    }
    return statement.get();
  }
}
