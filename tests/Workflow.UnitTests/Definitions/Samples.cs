namespace Workflow.UnitTests.Definitions;

/// <summary>A definition that uses every supported construct, in YAML and, the same, in JSON.</summary>
internal static class Samples
{
    public const string Yaml = """
        # every supported construct
        document:
          dsl: 1.0.3
          namespace: default
          name: everything
          version: 1.2.3-rc.1+build.7
          title: 'Everything: at once'
          summary: |
            Two lines,
            *with* markup.
          tags: { team: support, level: "2" }
          metadata: { owner: { name: Zoë, on: yes } }
        input:
          from: .ticket
        output:
          as:
            result: ${ . }
            run: ${ $workflow.id }
        timeout: long
        use:
          timeouts:
            long: { after: PT1H }
            short: { after: { seconds: 5, milliseconds: 250 } }
          retries:
            patient:
              when: $err.status >= 500
              delay: { seconds: 1 }
              backoff: { exponential: {} }
              limit:
                attempt: { count: 5, duration: PT10S }
                duration: { minutes: 2 }
              jitter: { from: { milliseconds: 10 }, to: { milliseconds: 90 } }
          errors:
            broken:
              type: https://example.com/errors/broken
              status: 500
              title: Broken
              detail: ${ "task \($task.name)" }
        do:
          - prepare:
              set:
                numbers: [0, -1, 2.50, 1e3, 0x1F, .5]
                texts: [yes, on, "1", 2020-01-01, "line\nbreak \" \\"]
                flags: [true, False, null, ~]
                mixed: { id: "${ .id }", list: [1, "${ .x + 1 }"] }
              metadata: { any: thing }
          - decide:
              if: ${ .numbers != null }
              switch:
                - otherwise: { then: continue }
                - urgent: { when: .priority == "high", then: escalate }
                - late: { when: '${ .age > 3 }', then: exit }
              then: each
          - each:
              for: { each: ticket, in: .tickets, at: i, parallel: 8 }
              while: $i < 100
              do:
                - classify:
                    call: ClassifierAgent
                    input: { from: '{ text: $ticket.body, index: $i }' }
                    with: { text: "${ .text }", lang: en }
                    timeout: short
                    output: { as: .label }
                    export: { as: '$context + { last: $output }' }
                - pass: { call: other-agent.v2 }
          - both:
              fork:
                compete: true
                branches:
                  - left: { wait: PT0.5S }
                  - right/er: { wait: { days: 1, hours: 2, minutes: 3 } }
          - safe:
              try:
                - fetch:
                    call: http
                    with:
                      method: post
                      endpoint: { uri: 'https://example.com/{id}/x' }
                      headers: { Accept: application/json, X-N: 5 }
                      query: ${ .query }
                      body: { a: [ "${ .b }" ] }
                      output: response
                      redirect: true
              catch:
                errors: { with: { type: https://example.com/errors/broken, status: 503, details: x } }
                as: err
                when: $err.status != 404
                exceptWhen: $err.title == "no"
                retry: patient
                do:
                  - again: { raise: { error: broken }, then: end }
          - escalate:
              raise:
                error:
                  type: ${ .type }
                  status: 418
                  instance: /do/5/escalate
              timeout: { after: '${ .wait }' }
          - last:
              do:
                - nothing: { set: . }
                - none: { set: '${ {} }' }
                - child:
                    run:
                      workflow: { namespace: default, name: other, version: 2.0.0, input: { id: "${ .id }" } }
                      await: false
        """;

    public const string Json = """
        {
          "document": {
            "dsl": "1.0.3", "namespace": "default", "name": "everything", "version": "1.2.3-rc.1+build.7",
            "title": "Everything: at once", "summary": "Two lines,\n*with* markup.\n",
            "tags": { "team": "support", "level": "2" }, "metadata": { "owner": { "name": "Zo\u00eb", "on": "yes" } }
          },
          "input": { "from": ".ticket" },
          "output": { "as": { "result": "${ . }", "run": "${ $workflow.id }" } },
          "timeout": "long",
          "use": {
            "timeouts": { "long": { "after": "PT1H" }, "short": { "after": { "seconds": 5, "milliseconds": 250 } } },
            "retries": { "patient": {
              "when": "$err.status >= 500", "delay": { "seconds": 1 }, "backoff": { "exponential": {} },
              "limit": { "attempt": { "count": 5, "duration": "PT10S" }, "duration": { "minutes": 2 } },
              "jitter": { "from": { "milliseconds": 10 }, "to": { "milliseconds": 90 } } } },
            "errors": { "broken": { "type": "https://example.com/errors/broken", "status": 500, "title": "Broken",
              "detail": "${ \"task \\($task.name)\" }" } }
          },
          "do": [
            { "prepare": {
              "set": {
                "numbers": [0, -1, 2.50, 1e3, 31, 0.5],
                "texts": ["yes", "on", "1", "2020-01-01", "line\nbreak \" \\"],
                "flags": [true, false, null, null],
                "mixed": { "id": "${ .id }", "list": [1, "${ .x + 1 }"] } },
              "metadata": { "any": "thing" } } },
            { "decide": {
              "if": "${ .numbers != null }",
              "switch": [
                { "otherwise": { "then": "continue" } },
                { "urgent": { "when": ".priority == \"high\"", "then": "escalate" } },
                { "late": { "when": "${ .age > 3 }", "then": "exit" } } ],
              "then": "each" } },
            { "each": {
              "for": { "each": "ticket", "in": ".tickets", "at": "i", "parallel": 8 },
              "while": "$i < 100",
              "do": [
                { "classify": {
                  "call": "ClassifierAgent", "input": { "from": "{ text: $ticket.body, index: $i }" },
                  "with": { "text": "${ .text }", "lang": "en" }, "timeout": "short",
                  "output": { "as": ".label" }, "export": { "as": "$context + { last: $output }" } } },
                { "pass": { "call": "other-agent.v2" } } ] } },
            { "both": { "fork": { "compete": true, "branches": [
              { "left": { "wait": "PT0.5S" } },
              { "right/er": { "wait": { "days": 1, "hours": 2, "minutes": 3 } } } ] } } },
            { "safe": {
              "try": [ { "fetch": { "call": "http", "with": {
                "method": "post", "endpoint": { "uri": "https://example.com/{id}/x" },
                "headers": { "Accept": "application/json", "X-N": 5 }, "query": "${ .query }",
                "body": { "a": [ "${ .b }" ] }, "output": "response", "redirect": true } } } ],
              "catch": {
                "errors": { "with": { "type": "https://example.com/errors/broken", "status": 503, "details": "x" } },
                "as": "err", "when": "$err.status != 404", "exceptWhen": "$err.title == \"no\"", "retry": "patient",
                "do": [ { "again": { "raise": { "error": "broken" }, "then": "end" } } ] } } },
            { "escalate": {
              "raise": { "error": { "type": "${ .type }", "status": 418, "instance": "/do/5/escalate" } },
              "timeout": { "after": "${ .wait }" } } },
            { "last": { "do": [ { "nothing": { "set": "." } }, { "none": { "set": "${ {} }" } },
              { "child": { "run": {
                "workflow": {
                  "namespace": "default", "name": "other", "version": "2.0.0", "input": { "id": "${ .id }" } },
                "await": false } } } ] } }
          ]
        }
        """;
}
