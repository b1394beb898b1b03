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
package io.connectembedded.internal.source.exactlyonce.boundary;

import io.connectembedded.status.TaskId;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.TransactionContext;

/**
 * The plug-in says when. A batch that is not through is not yet what it spoke of: other than in Connect no end of the
 * task commits a part of it.
 */
final class ConnectorBoundary implements Boundary {

    private final RequestedEnds requested;

    ConnectorBoundary(TaskId task) {
        this.requested = new RequestedEnds(task);
    }

    @Override
    public End afterRecord(SourceRecord record) {
        return requested.take(record);
    }

    @Override
    public End afterBatch(boolean full) {
        return requested.takeOfBatch();
    }

    @Override
    public End atEnd(boolean through) {
        return through ? requested.takeOfBatch() : End.NOT_YET;
    }

    @Override
    public TransactionContext context() {
        return requested;
    }
}
