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
package io.connectembedded.behaviour;

import static org.awaitility.Awaitility.await;

import io.connectembedded.ConnectListener;
import io.connectembedded.event.ConnectEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Keeps every event it was told, in order. */
final class Told implements ConnectListener {

    private final List<ConnectEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void onEvent(ConnectEvent event) {
        events.add(event);
    }

    <E extends ConnectEvent> List<E> of(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    List<ConnectEvent> all() {
        return List.copyOf(events);
    }

    <E extends ConnectEvent> E await1(Class<E> type, Predicate<? super E> which) {
        return await(type.getSimpleName())
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> of(type).stream().filter(which).findFirst().orElse(null), found -> found != null);
    }
}
