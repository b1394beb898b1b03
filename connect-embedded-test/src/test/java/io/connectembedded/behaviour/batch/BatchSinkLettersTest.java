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
package io.connectembedded.behaviour.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.connectembedded.ConnectorSpec;
import io.connectembedded.ErrorPolicy;
import io.connectembedded.inapp.InAppSink;
import io.connectembedded.inapp.TypedRecord;
import io.connectembedded.test.ConnectTestDriver;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.junit.jupiter.api.Test;

/** Records of a batch that are given up, while the batch itself is put again and again. */
class BatchSinkLettersTest {

    @Test
    void records_given_up_are_reported_once_however_often_their_batch_is_put() {
        AtomicInteger away = new AtomicInteger(3);
        try (Ledger ledger = new Ledger();
                ConnectTestDriver driver =
                        ConnectTestDriver.of(ConnectorSpec.sink("ledger", InAppSink.batches(String.class, batch -> {
                                    List<String> good = new ArrayList<>();
                                    for (TypedRecord<String> record : batch) {
                                        if (record.value().equals("bad")) {
                                            batch.reject(record, new DataException("no such customer"));
                                        } else {
                                            good.add(record.value());
                                        }
                                    }
                                    if (away.getAndDecrement() > 0) {
                                        throw new RetriableException("the database is away");
                                    }
                                    try (Connection tx = ledger.begin()) {
                                        Ledger.insert(tx, good);
                                        batch.saveOffsets(tx);
                                        tx.commit();
                                    }
                                }))
                                .topics("t")
                                .offsetStore(ledger.store)
                                .errors(ErrorPolicy.deadLetterQueue("dlq")))) {
            driver.topic("t").sendValues(List.of("a", "bad", 5L, "b"));
            for (int round = 0; round < 5; round++) {
                driver.settle();
                driver.advance(Duration.ofSeconds(2));
            }
            assertThat(ledger.lines()).containsExactly("a", "b");
            assertThat(driver.topic("dlq").values()).containsExactlyInAnyOrder(5L, "bad");

            driver.topic("t").sendValues(List.of("bad", "c"));
            driver.settle();
            assertThat(ledger.lines()).containsExactly("a", "b", "c");
            assertThat(driver.topic("dlq").values()).containsExactlyInAnyOrder(5L, "bad", "bad");
        }
    }
}
