using System.Text;
using KubeSharp.Cli.Connection;
using KubeSharp.Cli.Describing;
using KubeSharp.Cli.Resources;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.Cli.Commands;

/// <summary>The values that environment variables take from elsewhere. Config maps and secrets are read once.</summary>
internal sealed class EnvironmentValues(ServerConnection server, CancellationToken cancellation)
{
    private readonly Dictionary<string, Node> _sources = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _failures = new(StringComparer.Ordinal);

    /// <summary>The value of a variable; null where it cannot be found out.</summary>
    public async Task<string?> OfAsync(ResourceItem item, Node container, string variable, Node from)
    {
        if (from.At("fieldRef") is { } field) { return FieldPaths.ValueOf(item.Object, field.Text("fieldPath")); }
        if (from.At("resourceFieldRef") is { } resource) { return PodParts.AmountOf(container, resource); }
        var isSecret = from.At("secretKeyRef") is not null;
        var reference = from.At(isSecret ? "secretKeyRef" : "configMapKeyRef");
        try
        {
            var path = $"/api/v1/namespaces/{item.Namespace}/{(isSecret ? "secrets" : "configmaps")}/{reference.Text("name")}";
            if (!_sources.TryGetValue(path, out var source)) { _sources[path] = source = await server.GetAsync(path, cancellation); }
            var text = source.At("data", reference.Text("key")) is StringNode value ? value.Value : throw new CliException($"key {reference.Text("key")} not found in {(isSecret ? "secret" : "config map")} {reference.Text("name")}");
            return isSecret ? Encoding.UTF8.GetString(Convert.FromBase64String(text)) : text;
        }
        catch (Exception e) when (e is StatusException or CliException)
        {
            _failures.Add($"error retrieving reference for {variable}: {e.Message}");
            return null;
        }
    }

    /// <summary>What could not be found out since this was last asked.</summary>
    public IReadOnlyList<string> TakeFailures()
    {
        var taken = _failures.ToArray();
        _failures.Clear();
        return taken;
    }
}
