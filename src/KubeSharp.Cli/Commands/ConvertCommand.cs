using KubeSharp.Cli.Converting;
using KubeSharp.Cli.Printing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>kubectl convert, upstream's plug-in: the objects of files in another version of their API, with the defaults of that version.</summary>
internal static class ConvertCommand
{
    private const string Scheme = "pkg/api/legacyscheme/scheme.go:30";

    /// <summary>convert</summary>
    public static Command Convert { get; } = new("convert", "Write the objects of files in another version of their API", "-f FILENAME", RunAsync);

    private static async Task<int> RunAsync(CommandContext context)
    {
        var flags = context.Flags;
        var selection = Selection.From(flags, [], "", false);
        if (!selection.HasFiles) { throw new CliException("must specify one of -f and -k"); }
        var wanted = flags.Text("output-version");
        if (wanted.Count(static c => c == '/') > 1) { throw new CliException($"unexpected GroupVersion string: {wanted}"); }
        var printer = ObjectPrinter.Of(flags, isSorted: false) ?? throw new CliException("no output format");
        var failures = new List<Exception>();
        var found = await new ManifestReader(context.Terminal).ReadAsync(selection, failures, context.Cancellation);
        if (failures.Count > 0) { throw failures.Count == 1 ? failures[0] : new AggregateException(failures); }
        if (found.Count == 0) { throw new CliException("no objects passed to convert"); }
        var converted = found.Select(f => Of(f.Object, f.Source, wanted, context.Terminal.BuiltInForm)).ToArray();
        var isOne = converted.Length == 1 && selection.Files is [var one] && !Directory.Exists(one);
        if (isOne || !printer.TakesLists)
        {
            foreach (var content in converted) { printer.Print(content, context.Out); }
        }
        else { printer.Print(ObjectNode.Of(("apiVersion", "v1"), ("items", new ArrayNode([.. converted])), ("kind", "List"), ("metadata", ObjectNode.Empty)), context.Out); }
        return 0;
    }

    /// <summary>The object in a version; empty: the one that is served first. Pure.</summary>
    /// <param name="builtIn">Brings an object of a version that is served into another one, or the first; null: it cannot.</param>
    /// <exception cref="CliException">There is no such kind, or not in that version.</exception>
    public static ObjectNode Of(ObjectNode content, string source, string apiVersion, Func<ObjectNode, string, ObjectNode?> builtIn)
    {
        var kind = content.TextAt("kind") ?? "";
        var renewed = OldForms.Renewed(content);
        if (builtIn(renewed, "") is not { } first) { throw new CliException($"unable to decode \"{source}\": no kind \"{kind}\" is registered for version \"{content.TextAt("apiVersion")}\" in scheme \"{Scheme}\""); }
        if (apiVersion.Length == 0) { return first; }
        if (builtIn(renewed, apiVersion) is { } done) { return done; }
        return OldForms.SameAs(apiVersion, kind) is { } same && builtIn(renewed, same) is { } named ? named.Set("apiVersion", apiVersion)
            : throw new CliException($"{first.TextAt("apiVersion")!.Split('/')[0].Split('.')[0]}.{kind} is not suitable for converting to \"{apiVersion}\" in scheme \"{Scheme}\"");
    }
}
