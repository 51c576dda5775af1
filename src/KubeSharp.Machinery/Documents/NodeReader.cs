using System.Text.Json;

namespace KubeSharp.Machinery.Documents;

/// <summary>
/// Builds trees from tokens. Field names that occur often are shared rather than allocated again; what an object or array holds is gathered on a
/// stack of the thread's own, so that only the nodes themselves are allocated.
/// </summary>
internal static class NodeReader
{
    // Beyond so many fields duplicates are looked for by hash.
    private const int ScannedMax = 32;
    private const int KeptMax = 4096;
    [ThreadStatic] private static Gathering? _idle;

    public static Node Read(ref Utf8JsonReader reader)
    {
        // Null meanwhile: a reading within a reading has a stack of its own.
        var gathering = _idle ?? new Gathering();
        _idle = null;
        var node = Read(ref reader, gathering);
        if (gathering.Fields.Length <= KeptMax && gathering.Items.Length <= KeptMax) { _idle = gathering; }
        return node;
    }

    private static Node Read(ref Utf8JsonReader reader, Gathering gathering)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject: return ReadObject(ref reader, gathering);
            case JsonTokenType.StartArray: return ReadArray(ref reader, gathering);
            case JsonTokenType.String: return new StringNode(JsonText.Read(ref reader));
            case JsonTokenType.Number: return NumberNode.ReadNumber(ref reader);
            case JsonTokenType.True: return BooleanNode.True;
            case JsonTokenType.False: return BooleanNode.False;
            case JsonTokenType.Null: return NullNode.Instance;
            default: throw new JsonException($"unexpected token {reader.TokenType}");
        }
    }

    private static ObjectNode ReadObject(ref Utf8JsonReader reader, Gathering gathering)
    {
        var start = gathering.FieldCount;
        Dictionary<string, int>? index = null;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var name = FieldNames.Get(ref reader);
            reader.Read();
            var value = Read(ref reader, gathering);
            var count = gathering.FieldCount - start;
            if (index is null && count == ScannedMax) { index = ObjectNode.Indexed(gathering.Fields.AsSpan(start, count)); }
            var same = index is null ? ObjectNode.Scan(gathering.Fields.AsSpan(start, count), name) : index.GetValueOrDefault(name, -1);
            if (same >= 0) { gathering.Fields[start + same] = new(name, value); }
            else
            {
                index?.Add(name, count);
                gathering.Push(new KeyValuePair<string, Node>(name, value));
            }
        }
        return ObjectNode.Owning(gathering.PopFields(start), index);
    }

    private static ArrayNode ReadArray(ref Utf8JsonReader reader, Gathering gathering)
    {
        var start = gathering.ItemCount;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) { gathering.Push(Read(ref reader, gathering)); }
        return gathering.ItemCount == start ? ArrayNode.Empty : new ArrayNode(System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(gathering.PopItems(start)));
    }

    // What the objects and arrays hold that are being read, the innermost last.
    private sealed class Gathering
    {
        public KeyValuePair<string, Node>[] Fields { get; private set; } = new KeyValuePair<string, Node>[128];
        public Node[] Items { get; private set; } = new Node[64];
        public int FieldCount { get; private set; }
        public int ItemCount { get; private set; }

        public void Push(KeyValuePair<string, Node> field)
        {
            if (FieldCount == Fields.Length) { Fields = Grown(Fields); }
            Fields[FieldCount++] = field;
        }

        public void Push(Node item)
        {
            if (ItemCount == Items.Length) { Items = Grown(Items); }
            Items[ItemCount++] = item;
        }

        public KeyValuePair<string, Node>[] PopFields(int start)
        {
            var popped = Pop(Fields, start, FieldCount);
            FieldCount = start;
            return popped;
        }

        public Node[] PopItems(int start)
        {
            var popped = Pop(Items, start, ItemCount);
            ItemCount = start;
            return popped;
        }

        private static T[] Pop<T>(T[] stack, int start, int end)
        {
            if (start == end) { return []; }
            var popped = stack.AsSpan(start, end - start).ToArray();
            Array.Clear(stack, start, end - start);
            return popped;
        }

        private static T[] Grown<T>(T[] stack)
        {
            var larger = new T[stack.Length * 2];
            stack.CopyTo(larger, 0);
            return larger;
        }
    }
}
