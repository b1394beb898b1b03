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
package io.connectembedded.internal.engine.validation.terms;

import io.connectembedded.internal.config.Findings;
import io.connectembedded.internal.config.keys.SourceKeys;
import io.connectembedded.internal.lifecycle.Failures;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.jspecify.annotations.Nullable;

/**
 * What a source is asked before it may promise exactly-once or make its own transactions (KIP-618); on an instance that
 * is never initialized. What it throws is a finding. Messages are Connect's.
 */
public record TransactionQuestions(SourceConnector connector, Map<String, String> config, Findings findings) {

    private static final String NOT_THIS = "Set " + SourceKeys.TRANSACTION_BOUNDARY + " to poll or interval";

    /** {@code exactlyOnce}: whether the worker writes exactly once. */
    public void ask(boolean exactlyOnce) {
        if (asksFor(SourceKeys.EXACTLY_ONCE, "required")) {
            if (!exactlyOnce) {
                findings.error(
                        SourceKeys.EXACTLY_ONCE,
                        "This worker does not have exactly-once source support enabled.",
                        "Set the worker's exactly.once.source.support to enabled, which needs an offset store in"
                                + " Kafka and a name(…) of its own, or set this to requested");
            }
            askWhetherSupported();
        }
        if (asksFor(SourceKeys.TRANSACTION_BOUNDARY, "connector")) {
            askForBoundaries();
        }
    }

    private boolean asksFor(String key, String value) {
        return value.equalsIgnoreCase(config.getOrDefault(key, "").trim()) && !findings.hasError(key);
    }

    private void askWhetherSupported() {
        String remedy = "Look at the connector's documentation, or set this to requested, which only tries";
        asked(SourceKeys.EXACTLY_ONCE, "exactlyOnceSupport", remedy, () -> {
            @Nullable ExactlyOnceSupport answer = connector.exactlyOnceSupport(new HashMap<>(config));
            if (answer == null) {
                return "The connector does not implement the API required for preflight validation of exactly-once"
                        + " source support. Please consult the documentation for the connector to determine whether"
                        + " it supports exactly-once semantics, and then consider reconfiguring the connector to use"
                        + " the value \"requested\" for this property (which will disable this preflight check and"
                        + " allow the connector to be created).";
            }
            return answer == ExactlyOnceSupport.SUPPORTED
                    ? null
                    : "The connector does not support exactly-once semantics with the provided configuration.";
        });
    }

    private void askForBoundaries() {
        asked(SourceKeys.TRANSACTION_BOUNDARY, "canDefineTransactionBoundaries", NOT_THIS, () -> {
            @Nullable
            ConnectorTransactionBoundaries answer = connector.canDefineTransactionBoundaries(new HashMap<>(config));
            if (answer == null) {
                return "This connector has returned a null value from its canDefineTransactionBoundaries method, which"
                        + " is not permitted. The connector will be treated as if it cannot define its own transaction"
                        + " boundaries, and cannot be configured with 'transaction.boundary' set to 'connector'.";
            }
            return answer == ConnectorTransactionBoundaries.SUPPORTED
                    ? null
                    : "The connector does not support connector-defined transaction boundaries with the given"
                            + " configuration. Please reconfigure it to use a different transaction boundary"
                            + " definition.";
        });
    }

    /** {@code question} gives what is wrong with the answer, or null. */
    private void asked(String key, String method, String remedy, Callable<@Nullable String> question) {
        @Nullable String wrong;
        try {
            wrong = question.call();
        } catch (Throwable t) {
            wrong = "The connector's " + method + "() failed: " + Failures.textOf(t);
        }
        if (wrong != null) {
            findings.error(key, wrong, remedy);
        }
    }
}
