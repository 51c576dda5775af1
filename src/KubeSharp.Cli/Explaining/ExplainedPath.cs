using System.Collections.Immutable;
using KubeSharp.Cli.Templates;

namespace KubeSharp.Cli.Explaining;

/// <summary>What a user wants explained: a resource and a path of its fields, read as JSONPath. Pure.</summary>
internal static class ExplainedPath
{
    /// <summary>The nodes of a path.</summary>
    /// <exception cref="CliException">It is malformed.</exception>
    public static ImmutableArray<PathStep> Nodes(string path)
    {
        if (path.EndsWith('.')) { path = path[..^1]; }
        try { return PathParser.Parse($"{{.{path}}}") is [PathStep.Expression only] ? only.Steps : throw new CliException("must pass in 1 jsonpath string"); }
        catch (TemplateException e) { throw new CliException(e.Message); }
    }

    /// <summary>The names of the fields behind the first node.</summary>
    /// <param name="path">A path.</param>
    /// <param name="isRest">Whether it is what stands behind a resource.</param>
    /// <exception cref="CliException">It is malformed, or has nodes that are no fields.</exception>
    public static ImmutableArray<string> Fields(string path, bool isRest)
    {
        if (isRest && path.Length == 0) { return []; }
        return [.. Nodes(path).Skip(1).Select(static n => n is PathStep.Field field ? field.Name : throw new CliException("invalid jsonpath syntax, first node must be field node"))];
    }
}
