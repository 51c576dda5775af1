using KubeSharp.Cli.Printing;
using KubeSharp.Machinery.Documents;

namespace KubeSharp.Cli.Commands;

/// <summary>What the create commands share.</summary>
internal static class CreateParts
{
    // Compat: what may have no name.
    private static readonly string[] _unnamed =
        ["create deployment", "create job", "create cronjob", "create service clusterip", "create service nodeport", "create service loadbalancer", "create service externalname", "create clusterrolebinding", "create ingress", "create priorityclass"];

    /// <summary>A number that a flag gives as text.</summary>
    /// <exception cref="CliException">It is none.</exception>
    public static long Number(string text) => long.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number
        : throw new CliException($"strconv.Atoi: parsing {Printing.JsonText.Quote(text)}: {(text.TrimStart('+', '-') is { Length: > 0 } digits && digits.All(char.IsAsciiDigit) ? "value out of range" : "invalid syntax")}");

    /// <summary>The one name that a command takes.</summary>
    /// <exception cref="CliException">There is none, or there are several.</exception>
    /// <exception cref="CliException">There is not one, or it is empty, or no format is called as the one that is asked for.</exception>
    /// <param name="mayBeEmpty">That it is empty is told of later.</param>
    public static string Name(CommandContext context, bool mayBeEmpty = false)
    {
        var before = context.DashAt >= 0 ? context.DashAt : context.Arguments.Count;
        if (before != 1) { throw CliException.Usage($"exactly one NAME is required, got {before}"); }
        // Compat: a format that there is not is told of before all that is checked later.
        context.DryRun();
        ObjectPrinter.Of(context.Flags);
        if (context.Arguments[0].Length == 0 && !mayBeEmpty && !_unnamed.Contains(context.Command.Path)) { throw new CliException("name must be specified"); }
        return context.Arguments[0];
    }

    /// <summary>What stands after --.</summary>
    public static IReadOnlyList<string> Command(CommandContext context) => context.DashAt >= 0 ? [.. context.Arguments.Skip(context.DashAt)] : [.. context.Arguments.Skip(1)];

    /// <summary>A list of texts; null where there are none.</summary>
    public static ArrayNode? Texts(IEnumerable<string> values) => values.Any() ? new ArrayNode([.. values.Select(static v => (Node)v)]) : null;

    /// <summary>Labels a=b,c=d as an object.</summary>
    /// <exception cref="CliException">A part is no label.</exception>
    public static ObjectNode Labels(string text)
    {
        var labels = ObjectNode.Empty;
        foreach (var part in text.Split(','))
        {
            if (part.Split('=') is not [var key, var value]) { throw new CliException($"unexpected label spec: {part}"); }
            labels = labels.Set(key.Length > 0 ? key : throw new CliException("unexpected empty label key"), value);
        }
        return labels;
    }

    /// <summary>a=b,c=d as an object.</summary>
    /// <exception cref="CliException">A part has no =.</exception>
    public static ObjectNode Pairs(string text, string what = "unexpected format")
    {
        var builder = new ObjectNode.Builder();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2);
            if (pair.Length != 2) { throw new CliException($"{what}: {part}"); }
            builder.Set(pair[0].Trim(), pair[1].Trim());
        }
        return builder.ToNode();
    }

    /// <summary>An object of a kind.</summary>
    public static ObjectNode Object(string apiVersion, string kind, string name, ObjectNode? labels, params ReadOnlySpan<(string, Node?)> more) =>
        ObjectNode.Of([("kind", kind), ("apiVersion", apiVersion), ("metadata", ObjectNode.Of(("name", name.Length > 0 ? name : null), ("labels", labels))), .. more]);
}
