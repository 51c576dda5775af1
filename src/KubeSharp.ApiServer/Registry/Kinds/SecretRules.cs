using System.Collections.Immutable;
using System.Text;
using KubeSharp.ApiServer.Validation;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Secrets: stringData is written into data. Source: Secrets.</summary>
public sealed class SecretRules() : KindRules("secrets")
{
    /// <inheritdoc/>
    public override ImmutableArray<SelectableField> SelectableFields { get; } = FieldReads.Of("type");

    /// <inheritdoc/>
    public override ObjectNode Default(ObjectNode value)
    {
        value = value.Fill("type", "Opaque");
        if (value["stringData"] is not ObjectNode texts) { return value.Remove("stringData"); }
        var data = value.Object("data");
        foreach (var (key, text) in texts.Fields) { data = data.Set(key, Convert.ToBase64String(Encoding.UTF8.GetBytes((text as StringNode)?.Value ?? ""))); }
        value = value.Remove("stringData");
        return data.Count > 0 ? value.Set("data", data) : value;
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Warnings(ObjectNode value, ObjectNode? old) => TlsPairWarnings.Of(value);

    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors) => ConfigurationValidation.Secret(value, errors);

    /// <inheritdoc/>
    public override void ValidateChange(ObjectNode value, ObjectNode old, string subresource, FieldErrors errors) => ConfigurationValidation.SecretChange(value, old, errors);
}
