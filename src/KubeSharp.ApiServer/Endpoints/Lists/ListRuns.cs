using System.Runtime.CompilerServices;
using KubeSharp.Api;
using KubeSharp.ApiServer.WatchCache;

namespace KubeSharp.ApiServer.Endpoints.Lists;

/// <summary>
/// Lists are compressed in runs, and a run once for all who list it (docs/decisions/0058). Of whole collections a run is some dozens of objects; where it ends is told by
/// the objects' names, so that one that comes, goes or changes spoils its own run only. Of what is selected, where no two lists need hold the same neighbours, each object is a run.
/// </summary>
internal sealed class ListRuns
{
    // One name of so many ends a run.
    private const uint RunLength = 32;
    private const int RunLengthMax = 128;

    // By the first object of the run: who is replaced or deleted takes the run along.
    private readonly ConditionalWeakTable<CachedObject, Run> _json = [], _protobuf = [], _jsonAlone = [], _protobufAlone = [];

    /// <summary>The list's pieces.</summary>
    /// <param name="isWhole">The items are all that follow one another in the collection.</param>
    public IEnumerable<DeflatedPiece> Pieces(ApiResource version, AnswerEncoding encoding, IListEncoding list, IReadOnlyList<CachedObject> items, bool isWhole)
    {
        var known = (encoding, isWhole) switch
        {
            (AnswerEncoding.Protobuf, true) => _protobuf,
            (AnswerEncoding.Protobuf, false) => _protobufAlone,
            (_, true) => _json,
            _ => _jsonAlone,
        };
        yield return DeflatedPiece.Of([list.Head(items)]);
        for (var (start, length) = (0, 0); start < items.Count; start += length)
        {
            if (start > 0 && list.Separator is { } separator) { yield return separator.Piece; }
            length = isWhole ? Length(items, start) : 1;
            if (!known.TryGetValue(items[start], out var run) || !run.Holds(version, items, start, length))
            {
                run = new(version, Revisions(items, start, length), DeflatedPiece.Of(Parts(list, items.Skip(start).Take(length))));
                known.AddOrUpdate(items[start], run);
            }
            yield return run.Piece;
        }
        yield return list.Tail.Piece;
    }

    /// <summary>The items' bytes, with what stands between them.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Parts(IListEncoding list, IEnumerable<CachedObject> items)
    {
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst && list.Separator is { } separator) { yield return separator.Bytes; }
            isFirst = false;
            foreach (var part in list.Item(item)) { yield return part; }
        }
    }

    private static int Length(IReadOnlyList<CachedObject> items, int start)
    {
        for (var length = 1; ; length++)
        {
            if (start + length == items.Count || length == RunLengthMax || (uint)string.GetHashCode(items[start + length - 1].Name, StringComparison.Ordinal) % RunLength == 0) { return length; }
        }
    }

    private static long[] Revisions(IReadOnlyList<CachedObject> items, int start, int length)
    {
        var revisions = new long[length];
        for (var i = 0; i < length; i++) { revisions[i] = items[start + i].Revision; }
        return revisions;
    }

    // A revision belongs to one object in one state.
    private sealed record Run(ApiResource Version, long[] Revisions, DeflatedPiece Piece)
    {
        public bool Holds(ApiResource version, IReadOnlyList<CachedObject> items, int start, int length)
        {
            if (!ReferenceEquals(Version, version) || Revisions.Length != length) { return false; }
            for (var i = 0; i < length; i++)
            {
                if (Revisions[i] != items[start + i].Revision) { return false; }
            }
            return true;
        }
    }
}
