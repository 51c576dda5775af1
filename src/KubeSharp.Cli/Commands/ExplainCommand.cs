using System.Collections.Immutable;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Explaining;
using KubeSharp.Cli.Resources;
using KubeSharp.Cli.Templates;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Serialization;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl explain, from the server's OpenAPI documents.</summary>
internal static class ExplainCommand
{
    private const string Plain = "plaintext", OldOutput = "plaintext-openapiv2";
    private const int SearchDiscoveries = 2;

    /// <summary>explain</summary>
    public static Command Explain { get; } = new("explain", "Explain the fields of a resource", "TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2]", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        if (context.Arguments.Count == 0) { throw new CliException("You must specify the type of resource to explain. Use \"kubectl api-resources\" for a complete list of supported resources."); }
        if (context.Arguments.Count > 1) { throw new CliException("We accept only this format: explain RESOURCE"); }
        var (output, version) = (context.Flags.Text("output"), context.Flags.Text("api-version"));
        var (type, steps) = await FindAsync(context, context.Arguments[0], version);
        var server = await context.ServerAsync();
        var paths = output == OldOutput ? null : await PathsAsync(server, output == Plain, context.Cancellation);
        if (version.Count(static c => c == '/') > 1) { throw new CliException($"unexpected GroupVersion string: {version}"); }
        if (version.Length == 0) { version = type.ApiVersion; }
        var (group, name) = version.LastIndexOf('/') is >= 0 and var slash ? (version[..slash], version[(slash + 1)..]) : ("", version);
        if (paths is null)
        {
            var definitions = new Definitions(await server.GetAsync("/openapi/v2", context.Cancellation));
            var model = definitions.Of(group, name, type.Kind) ?? throw new CliException($"couldn't find resource for {QuotedText.Go($"{group}/{name}, Kind={type.Kind}")}");
            context.Out.Write(new OldExplanation(definitions, context.Flags.Bool("recursive")).Of(type.Kind, version, model, steps));
            return 0;
        }
        var asked = type with { Group = group, Version = name };
        var place = group.Length > 0 ? $"apis/{group}/{name}" : $"api/{name}";
        var address = paths.Text(place, "serverRelativeURL");
        if (paths.At(place) is null) { throw new CliException($"couldn't find resource for \"{asked.Group}/{asked.Version}, Resource={asked.Plural}\""); }
        var document = await server.GetAsync(address, context.Cancellation);
        if (output != Plain) { throw new CliException($"unrecognized format: {output}"); }
        new Explanation(document, context.Flags.Bool("recursive")).Write(asked, steps, context.Out);
        return 0;
    }

    // A server without documents of version 3 is asked for one of version 2; null stands for that.
    private static async Task<Node?> PathsAsync(Connection.ServerConnection server, bool mayBeOld, CancellationToken cancellation)
    {
        // Compat: the index is JSON that says it is plain text.
        try { return Connection.Answer.Read(await server.CallBytesAsync(HttpMethod.Get, "/openapi/v3", null, "", cancellation), null, isOfAnyKind: false).At("paths") ?? ObjectNode.Empty; }
        catch (CliException e) when (mayBeOld && e.Unreached.Length == 0) { return null; }
    }

    private static async Task<(ResourceType Type, ImmutableArray<string> Fields)> FindAsync(CommandContext context, string word, string version)
    {
        var mapper = await context.MapperAsync();
        var path = ExplainedPath.Nodes(word);
        if (path.Length == 0 || path[0] is not PathStep.Field { Name: var name }) { throw new CliException("invalid jsonpath syntax, first node must be field node"); }
        var all = await CliException.AfterAsync(SearchDiscoveries, async () => await mapper.AllAsync(context.Cancellation));
        if (ResourceMapper.Find(all, name) is null) { all = await mapper.FreshAsync(context.Cancellation); }
        // Compat: deployments.apps.spec names a group only as the resource is written whole, and where no version is asked for.
        var types = version.Length == 0 ? ResourceMapper.Each(all, name) : [];
        if (types.FirstOrDefault(t => word.StartsWith(t.Qualified, StringComparison.Ordinal)) is { } whole) { return (whole, ExplainedPath.Fields(word[whole.Qualified.Length..], isRest: true)); }
        return (types.FirstOrDefault() ?? await OneAsync(mapper, name, context.Cancellation), ExplainedPath.Fields(word, isRest: false));
    }

    private static async Task<ResourceType> OneAsync(ResourceMapper mapper, string name, CancellationToken cancellation)
    {
        try { return await mapper.FindAsync(name, cancellation); }
        catch (CliException e) { throw new CliException(e.Message, isPlain: true); }
    }
}
