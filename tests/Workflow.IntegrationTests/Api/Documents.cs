namespace Workflow.IntegrationTests.Api;

/// <summary>Small definitions for tests.</summary>
internal static class Documents
{
    /// <summary>Two local tasks, no agent.</summary>
    public static string Local(string name = "greet", string version = "1.0.0", string greeting = "hello") => $$"""
        document:
          dsl: '1.0.0'
          namespace: tests
          name: {{name}}
          version: '{{version}}'
        do:
          - first:
              set:
                greeting: {{greeting}}
          - second:
              set:
                done: true
        """;

    /// <summary>One task that runs another workflow, inside a block.</summary>
    public static string Running(string child, string version = "latest", string name = "parent") => $$"""
        document:
          dsl: '1.0.0'
          namespace: tests
          name: {{name}}
          version: '1.0.0'
        do:
          - block:
              do:
                - child:
                    run: { workflow: { namespace: tests, name: {{child}}, version: {{version}} } }
        """;

    /// <summary>One task that calls the agent, inside a block.</summary>
    public static string Calling(string agent, string name = "ask") => $$"""
        document:
          dsl: '1.0.0'
          namespace: tests
          name: {{name}}
          version: '1.0.0'
        do:
          - block:
              do:
                - ask:
                    call: {{agent}}
                    with:
                      text: hello
        """;
}
