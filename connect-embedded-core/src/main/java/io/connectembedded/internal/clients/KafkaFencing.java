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
package io.connectembedded.internal.clients;

import io.connectembedded.internal.clients.refusal.Asked;
import io.connectembedded.internal.clients.refusal.Refusals;
import io.connectembedded.internal.clients.refusal.RefusedException;
import io.connectembedded.internal.clients.refusal.Refusing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FenceProducersOptions;
import org.apache.kafka.clients.admin.FenceProducersResult;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaFuture;

/** Fences producers of a real cluster off. */
record KafkaFencing(String connector, Map<String, Object> settings, Admin admin) implements Clients.Fencing {

    @Override
    public CompletableFuture<Void> fence(Collection<String> transactionalIds, Duration limit) {
        int millis = (int) Math.max(1, Math.min(limit.toMillis(), Integer.MAX_VALUE));
        FenceProducersResult result =
                admin.fenceProducers(transactionalIds, new FenceProducersOptions().timeoutMs(millis));
        List<CompletableFuture<Void>> each = new ArrayList<>();
        result.fencedProducers().forEach((id, answer) -> each.add(told(id, answer)));
        return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new));
    }

    private CompletableFuture<Void> told(String id, KafkaFuture<Void> answer) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        var unused = answer.whenComplete((done, failure) -> {
            if (failure == null) {
                told.complete(null);
            } else {
                told.completeExceptionally(Refusing.isRefusal(failure) ? refused(id, failure) : failure);
            }
        });
        return told;
    }

    private RefusedException refused(String id, Throwable cause) {
        Map<String, Object> ofId = new LinkedHashMap<>(settings);
        ofId.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        return new RefusedException(Refusals.of("connector " + connector, ofId).told(cause, Asked.cluster()), cause);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
