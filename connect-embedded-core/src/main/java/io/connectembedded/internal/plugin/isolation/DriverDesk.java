/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.connectembedded.internal.plugin.isolation;

import java.sql.Driver;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Takes the drivers of a loader from the JDK's list, which lets only a class of that loader do so: this one is defined
 * there once more. It uses nothing but the JDK, and is public for no other reason.
 */
public final class DriverDesk implements Callable<List<String>> {

    /** Only to make sure that it ends. */
    private static final int ROUNDS = 10;

    /**
     * What could not be taken, and why. To list the drivers, the JDK looks up a class of this loader for each driver of
     * anybody, and so makes one that was none yet register itself after the list: the second may show more.
     */
    @Override
    public List<String> call() {
        List<String> kept = new ArrayList<>();
        boolean again = true;
        for (int round = 0; again && round < ROUNDS; round++) {
            boolean any = taken(kept);
            again = (any || round == 0) && kept.isEmpty();
        }
        return kept;
    }

    /** Whether there were any. */
    private static boolean taken(List<String> kept) {
        boolean any = false;
        for (Driver driver : Collections.list(DriverManager.getDrivers())) {
            if (driver.getClass().getClassLoader() == DriverDesk.class.getClassLoader()) {
                any = true;
                try {
                    DriverManager.deregisterDriver(driver);
                } catch (Exception | LinkageError e) {
                    kept.add(driver.getClass().getName() + " (" + e + ")");
                }
            }
        }
        return any;
    }
}
