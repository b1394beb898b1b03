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
package io.connectembedded.internal.offset.jdbc;

import io.connectembedded.error.ConnectEmbeddedException;
import io.connectembedded.internal.lifecycle.Failures;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** What databases, drivers and pools say, without the URLs and passwords some of them put into it. */
final class SqlFailures {

    private static final Pattern URL = Pattern.compile("(?i)\\bjdbc:[^\\s\"'<>]*");
    private static final Pattern PASSWORD = Pattern.compile(
            "(?i)\\b(\\w*(?:password|passwd|pwd|passphrase|secret|token)\\w*\\s*[=:]\\s*)[^\\s;&,)\\]}]+");

    private SqlFailures() {}

    static ConnectEmbeddedException told(String what, Throwable thrown) {
        Throwable reason = reasonOf(thrown);
        String state = reason instanceof SQLException sql && sql.getSQLState() != null
                ? " (SQL state " + sql.getSQLState() + ")"
                : "";
        return new ConnectEmbeddedException(
                what + ": " + masked(Failures.messageOf(reason)) + state, withoutSecrets(reason));
    }

    /** Null where its trace would tell what its message must not. */
    static @Nullable Throwable withoutSecrets(Throwable thrown) {
        return new Failures(Time.SYSTEM, SqlFailures::masked).isHarmless(thrown) ? thrown : null;
    }

    static String masked(String text) {
        String withoutUrls = URL.matcher(text).replaceAll("jdbc:[hidden]");
        return PASSWORD.matcher(withoutUrls).replaceAll("$1[hidden]");
    }

    /** A batch's own message holds the statement with all it was given, and the reason hides behind it. */
    private static Throwable reasonOf(Throwable thrown) {
        return thrown instanceof BatchUpdateException batch && batch.getNextException() != null
                ? batch.getNextException()
                : thrown;
    }
}
