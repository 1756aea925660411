namespace Workflow.Definitions.Reading;

/// <summary>The objects of the DSL's reference that say which process is run.</summary>
internal static class ProcessShapes
{
    public static readonly Shape Shell =
        Shape.Of("command", "stdin", "arguments", "environment").Belongs("return", "beside `shell`");

    public static readonly Shape Script = Shape.Of(
            "language", "code", "source", "stdin", "arguments", "environment")
        .Belongs("return", "beside `script`");

    public static readonly Shape Container = Shape.Of(
            "image", "name", "command", "stdin", "arguments", "environment", "lifetime", "pullPolicy", "ports",
            "volumes")
        .Belongs("return", "beside `container`");

    public static readonly Shape Lifetime = Shape.Of("cleanup", "after");
}
