using System.Collections.Immutable;
using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Schemas.Structural;

namespace KubeSharp.ApiServer.CustomResources;

/// <summary>
/// A custom resource is stored in one of its versions, and by the schema of the day it was written. Reading brings it into the version asked for and
/// into the schema of today: what that does not name goes, what it fills in is there.
/// </summary>
public sealed class CustomResourceForm(CustomResourceVersion version, CustomResourceVersion stored, string group, IVersionConversion conversion) : IStoredForm
{
    private readonly string _wanted = $"{group}/{version.Name}";
    private readonly string _storage = $"{group}/{stored.Name}";
    private readonly Pruning _pruning = new(CustomResourceVersion.Metadata, static _ => { });

    /// <inheritdoc/>
    public async ValueTask<ImmutableArray<ObjectNode>> ReadAsync(ImmutableArray<ObjectNode> stored, CancellationToken cancellation)
    {
        var others = stored.RemoveAll(v => v.Text("apiVersion") == _wanted);
        var converted = others.IsEmpty ? [] : await conversion.ConvertAsync(others, _wanted, cancellation).ConfigureAwait(false);
        var result = ImmutableArray.CreateBuilder<ObjectNode>(stored.Length);
        var next = 0;
        foreach (var value in stored) { result.Add(Shape(value.Text("apiVersion") == _wanted ? value : converted[next++], version)); }
        return result.MoveToImmutable();
    }

    /// <inheritdoc/>
    public async ValueTask<ObjectNode> WriteAsync(ObjectNode value, CancellationToken cancellation)
    {
        if (_wanted == _storage) { return value; }
        var converted = await conversion.ConvertAsync([value], _storage, cancellation).ConfigureAwait(false);
        return _pruning.Prune(converted[0], stored.Schema);
    }

    private ObjectNode Shape(ObjectNode value, CustomResourceVersion shape) => StructuralDefaults.Fill(_pruning.Prune(value, shape.Schema), shape.Schema);
}
