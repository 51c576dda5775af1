using System;
using System.Collections.Generic;

namespace KubeSharp.Generators
{
    /// <summary>What the generator needs to know of one record; compared by value so that unchanged records are not generated again.</summary>
    internal sealed class RecordModel : IEquatable<RecordModel>
    {
        public string Namespace = "";
        public string Name = "";
        public string SchemaName = "";
        public bool Atomic;
        public KindModel? Kind;
        public List<FieldModel> Fields = new List<FieldModel>();
        public string Fingerprint = "";

        public string FullName => "global::" + Namespace + "." + Name;

        public bool Equals(RecordModel? other) => other != null && other.Fingerprint == Fingerprint;
        public override bool Equals(object? obj) => Equals(obj as RecordModel);
        public override int GetHashCode() => Fingerprint.GetHashCode();
    }

    /// <summary>The Kind attribute.</summary>
    internal sealed class KindModel
    {
        public string Group = "", Version = "", Kind = "", Plural = "", Singular = "", ShortNames = "", Categories = "", Verbs = "", Subresources = "";
        public bool Namespaced;
    }

    /// <summary>One property.</summary>
    internal sealed class FieldModel
    {
        public string Property = "", Json = "", List = "", Keys = "", Map = "", Patch = "", MergeKey = "", Default = "", Enum = "";
        public int Number;
        public bool Required, Micro, Nullable, KeepZero, NullIfNone;
        public TypeModel Type = new TypeModel();
    }

    /// <summary>The type of a property: a scalar, a record, or a list or map of such.</summary>
    internal sealed class TypeModel
    {
        public string Form = ""; // string bool int long double time bytes quantity intorstring any record list map
        public string Clr = "";
        public string SchemaName = "";
        public TypeModel? Items;
    }
}
