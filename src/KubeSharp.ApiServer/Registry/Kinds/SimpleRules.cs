using System.Collections.Immutable;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Registry.Kinds;

/// <summary>Rules of a kind that can be said in a row of a table: defaults, the status it begins with, what is checked.</summary>
public sealed class SimpleRules(string resource) : KindRules(resource)
{
    /// <summary>What a name must be; default a DNS subdomain.</summary>
    public NameRule Name { get; init; } = NameRule.DnsSubdomain;
    /// <summary>The status it begins with; null: it has none that is shielded.</summary>
    public ObjectNode? Status { get; init; }
    /// <summary>Whether metadata.generation counts; default: no.</summary>
    public bool Counts { get; init; }
    /// <summary>Defaults that the schema does not say.</summary>
    public Func<ObjectNode, ObjectNode>? Fill { get; init; }
    /// <summary>What is written into the object (and the one before it, if any) as it is stored; default: nothing.</summary>
    public Func<ObjectNode, ObjectNode?, ObjectNode>? Prepare { get; init; }
    /// <summary>What is written into the object as its status is changed; default: nothing.</summary>
    public Func<ObjectNode, ObjectNode, ObjectNode>? PrepareStatus { get; init; }
    /// <summary>Finds what is wrong.</summary>
    public Action<ObjectNode, ObjectNode?, FieldErrors>? Check { get; init; }
    /// <summary>Finds what a change may not do.</summary>
    public Action<ObjectNode, ObjectNode, FieldErrors>? CheckChange { get; init; }
    /// <summary>Finds what is wrong only where the request came in that API group.</summary>
    public Action<string, ObjectNode, ObjectNode?, FieldErrors>? CheckVersion { get; init; }
    /// <summary>Finds what is wrong with a changed status.</summary>
    public Action<ObjectNode, ObjectNode, FieldErrors>? CheckStatus { get; init; }
    /// <summary>Fields that selectors may name.</summary>
    public ImmutableArray<SelectableField> Fields { get; init; } = [];
    /// <summary>PUT of a name that is not there makes it.</summary>
    public bool CreatesOnUpdate { get; init; }
    /// <summary>Goes by itself some time after it was last written.</summary>
    public bool Transient { get; init; }
    /// <summary>Texts for Warning headers.</summary>
    public Func<ObjectNode, ObjectNode?, ImmutableArray<string>>? Warn { get; init; }

    /// <summary>Texts for Warning headers on an update of the status.</summary>
    public Func<ObjectNode, ImmutableArray<string>>? WarnStatus { get; init; }
    /// <summary>Whether labels count as metadata.generation does; default: no.</summary>
    public bool CountsLabels { get; init; }

    /// <inheritdoc/>
    public override NameRule NameRule => Name;
    /// <inheritdoc/>
    public override bool HasStatus => Status is not null;
    /// <inheritdoc/>
    public override bool HasGeneration => Counts;
    /// <inheritdoc/>
    public override bool AllowsCreateOnUpdate => CreatesOnUpdate;
    /// <inheritdoc/>
    public override bool IsTransient => Transient;
    /// <inheritdoc/>
    public override ImmutableArray<SelectableField> SelectableFields => Fields;
    /// <inheritdoc/>
    public override ObjectNode Default(ObjectNode value) => Fill?.Invoke(value) ?? value;
    /// <inheritdoc/>
    public override ObjectNode PrepareForCreate(ObjectNode value) => Prepared(Status is null ? value : value.Set("status", Status), null);
    /// <inheritdoc/>
    public override ObjectNode PrepareForUpdate(ObjectNode value, ObjectNode old) => Prepared(base.PrepareForUpdate(value, old), old);
    /// <inheritdoc/>
    public override ObjectNode PrepareForStatusUpdate(ObjectNode value, ObjectNode old)
    {
        var result = base.PrepareForStatusUpdate(value, old);
        return PrepareStatus?.Invoke(result, old) ?? result;
    }
    /// <inheritdoc/>
    public override void Validate(ObjectNode value, ObjectNode? old, FieldErrors errors) => Check?.Invoke(value, old, errors);
    /// <inheritdoc/>
    public override void ValidateChange(ObjectNode value, ObjectNode old, string subresource, FieldErrors errors) => CheckChange?.Invoke(value, old, errors);
    /// <inheritdoc/>
    public override void ValidateVersion(string group, ObjectNode value, ObjectNode? old, FieldErrors errors) => CheckVersion?.Invoke(group, value, old, errors);
    /// <inheritdoc/>
    public override void ValidateStatus(ObjectNode value, ObjectNode old, FieldErrors errors) => CheckStatus?.Invoke(value, old, errors);
    /// <inheritdoc/>
    public override ImmutableArray<string> Warnings(ObjectNode value, ObjectNode? old) => Warn?.Invoke(value, old) ?? [];

    /// <inheritdoc/>
    public override ImmutableArray<string> StatusWarnings(ObjectNode value) => WarnStatus?.Invoke(value) ?? [];
    /// <inheritdoc/>
    public override bool LabelsCount => CountsLabels;

    private ObjectNode Prepared(ObjectNode value, ObjectNode? old) => Prepare?.Invoke(value, old) ?? value;
}
