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
package io.connectembedded.test.internal.junit;

import io.connectembedded.test.internal.broker.ServerThreads;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** The threads, workers and drivers there were before a test, or a class, to find those it leaves behind. */
final class Leftovers {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final int STACK_LINES = 6;

    /** Where core enters every worker from its building to its closing. */
    private static final String REGISTER = "io.connectembedded:type=worker,name=*";

    /** What a thread of a worker does, as its name ends. A name may be the beginning of another worker's. */
    private static final Pattern ROLE =
            Pattern.compile("control|events|offsets|offset-commits|commit-callback|validation"
                    + "|client-preload|connector-.+|(task|abandoned)-.+-\\d+");

    private final Set<Thread> threadsBefore = threads().collect(Collectors.toSet());
    private final Set<String> workersBefore = workers();
    private final Set<OpenDrivers.Entry> driversBefore = new HashSet<>(OpenDrivers.now());
    private final String of;

    /** Of what, for messages: {@code the test}. */
    Leftovers(String of) {
        this.of = of;
    }

    /** Everything in this JVM that was not there before. */
    List<String> ofAll() {
        Set<String> alive = workers();
        List<String> found = new ArrayList<>();
        alive.stream()
                .filter(name -> !workersBefore.contains(name))
                .map(Leftovers::unclosed)
                .forEach(found::add);
        OpenDrivers.now().stream()
                .filter(driver -> !driversBefore.contains(driver))
                .map(driver ->
                        "The ConnectTestDriver made at " + driver + " is not closed: close it, best with try (…)")
                .forEach(found::add);
        found.addAll(stillRunning(threads().filter(thread -> isSuspect(thread, alive))));
        return found;
    }

    /** What is there now and was not there before the other is told of there. */
    void leaveTo(Leftovers other) {
        threads().filter(thread -> !other.threadsBefore.contains(thread)).forEach(threadsBefore::add);
        workers().stream().filter(name -> !other.workersBefore.contains(name)).forEach(workersBefore::add);
        OpenDrivers.now().stream()
                .filter(driver -> !other.driversBefore.contains(driver))
                .forEach(driversBefore::add);
    }

    /** Only what belongs to these workers, all of them closed: for tests that run beside others. */
    List<String> of(Set<String> workers) {
        return stillRunning(threads().filter(thread -> workers.stream().anyMatch(name -> belongs(thread, name))));
    }

    /** The threads of a worker that is not closed are no news. */
    private static boolean isSuspect(Thread thread, Set<String> alive) {
        String name = thread.getName();
        if (name.startsWith("connect-")) {
            return alive.stream().noneMatch(worker -> belongs(thread, worker));
        }
        return !thread.isDaemon() && !name.startsWith("junit-") && !ServerThreads.own(thread);
    }

    /** Whether a worker of this name made the thread. */
    static boolean belongs(Thread thread, String worker) {
        String name = thread.getName();
        String prefix = "connect-" + worker + "-";
        return name.startsWith(prefix)
                && ROLE.matcher(name.substring(prefix.length())).matches();
    }

    private List<String> stillRunning(Stream<Thread> suspects) {
        List<Thread> left =
                suspects.filter(thread -> !threadsBefore.contains(thread)).toList();
        long deadline = System.nanoTime() + LIMIT.toNanos();
        try {
            for (Thread thread : left) {
                // Zero would mean for ever.
                TimeUnit.NANOSECONDS.timedJoin(thread, Math.max(1, deadline - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return left.stream().filter(Thread::isAlive).map(this::running).toList();
    }

    private static Stream<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream();
    }

    private static Set<String> workers() {
        try {
            return ManagementFactory.getPlatformMBeanServer().queryNames(new ObjectName(REGISTER), null).stream()
                    .map(found -> ObjectName.unquote(found.getKeyProperty("name")))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (MalformedObjectNameException e) {
            throw new IllegalStateException("Not an object name: " + REGISTER, e);
        }
    }

    private static String unclosed(String worker) {
        return "Worker " + worker + " is not closed: close it, or build it with an injected ConnectWorker.Builder,"
                + " which closes what it builds";
    }

    private String running(Thread thread) {
        String remedy = thread.getName().startsWith("connect-")
                ? "close what made it, and let plug-in code that blocks go on"
                : "end it in the test, or make it a daemon";
        return "Thread " + thread.getName() + " still runs " + LIMIT.toSeconds() + " s after " + of + ": " + remedy
                + Arrays.stream(thread.getStackTrace())
                        .limit(STACK_LINES)
                        .map(line -> System.lineSeparator() + "        at " + line)
                        .collect(Collectors.joining());
    }
}
