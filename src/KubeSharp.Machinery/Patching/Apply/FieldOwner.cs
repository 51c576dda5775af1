using KubeSharp.Machinery.Documents;

namespace KubeSharp.Machinery.Patching.Apply;

/// <summary>Who owns which fields: an entry of metadata.managedFields.</summary>
/// <param name="Manager">Name of the writer.</param>
/// <param name="Operation">Apply or Update.</param>
/// <param name="Version">The apiVersion its fields are named in.</param>
/// <param name="Subresource">What it wrote through; empty: the object itself.</param>
/// <param name="Time">When it last changed them; empty: unsaid.</param>
/// <param name="Fields">The fields.</param>
public sealed record FieldOwner(string Manager, string Operation, string Version, string Subresource, string Time, FieldSet Fields)
{
    /// <summary>An applier.</summary>
    public const string Apply = "Apply";
    /// <summary>Who wrote in any other way.</summary>
    public const string Update = "Update";

    /// <summary>Whether it is the applier; an applier's version does not count.</summary>
    public bool IsApplier(string manager, string subresource) => Operation == Apply && Manager == manager && Subresource == subresource;

    /// <summary>Whether it is the updater.</summary>
    public bool IsUpdater(string manager, string version, string subresource) => Operation == Update && Manager == manager && Version == version && Subresource == subresource;

    /// <summary>As in managedFields.</summary>
    public ObjectNode ToNode() => ObjectNode.Of(("manager", Manager.Length > 0 ? (Node)Manager : null), ("operation", Operation), ("apiVersion", Version), ("time", Time.Length > 0 ? (Node)Time : null),
        ("fieldsType", "FieldsV1"), ("fieldsV1", Fields.ToNode()), ("subresource", Subresource.Length > 0 ? (Node)Subresource : null));
}
