using KubeSharp.Machinery.Expressions.Libraries;
using KubeSharp.Machinery.Expressions.Syntax;
using KubeSharp.Machinery.Expressions.Values;

namespace KubeSharp.Machinery.Expressions.Evaluation;

/// <summary>A comprehension. Costs of the loop itself are those of the loop that cel-go's macros expand to.</summary>
internal sealed class FoldStep(FoldKind kind, Step range, int first, int second, Step? predicate, Step? transform) : Step
{
    private const int ListCost = 10;
    private const int MapCost = 30;

    public override CelValue Evaluate(Frame frame)
    {
        var over = range.Evaluate(frame);
        if (over is CelError) { return over; }
        if (over is not (CelList or CelMap)) { return CelError.NoOverload; }
        return kind switch
        {
            FoldKind.All => Decide(frame, over, decisive: false),
            FoldKind.Exists => Decide(frame, over, decisive: true),
            FoldKind.ExistsOne => ExistsOne(frame, over),
            FoldKind.List => List(frame, over),
            _ => Map(frame, over),
        };
    }

    // Errors do not count where another item decides.
    private CelValue Decide(Frame frame, CelValue over, bool decisive)
    {
        CelValue? undecided = null;
        frame.Charge(1);
        foreach (var (key, value) in Entries(over))
        {
            if (!frame.Round(decisive ? 4 : 3)) { break; }
            Bind(frame, over, key, value);
            var result = predicate!.Evaluate(frame);
            if (result is not CelBool truth) { undecided ??= result is CelError ? result : CelError.NoOverload; }
            else if (truth.Value == decisive) { return CelBool.Of(decisive); }
        }
        return undecided ?? CelBool.Of(!decisive);
    }

    private CelValue ExistsOne(Frame frame, CelValue over)
    {
        var count = 0;
        frame.Charge(2);
        foreach (var (key, value) in Entries(over))
        {
            if (!frame.Round(1)) { break; }
            Bind(frame, over, key, value);
            var result = predicate!.Evaluate(frame);
            if (result is not CelBool truth) { return result is CelError ? result : CelError.NoOverload; }
            if (truth.Value) { frame.Charge(1); count++; }
        }
        return CelBool.Of(count == 1);
    }

    private CelValue List(Frame frame, CelValue over)
    {
        var items = new List<CelValue>();
        frame.Charge(ListCost + 1);
        foreach (var (key, value) in Entries(over))
        {
            if (!frame.Round(1)) { break; }
            Bind(frame, over, key, value);
            if (Passes(frame) is { } other)
            {
                if (other is CelError) { return other; }
                continue;
            }
            frame.Charge(ListCost + 1);
            var item = transform!.Evaluate(frame);
            if (item is CelError) { return item; }
            items.Add(item);
        }
        return CelList.Of([.. items]);
    }

    private CelValue Map(Frame frame, CelValue over)
    {
        var entries = new Dictionary<CelValue, CelValue>();
        frame.Charge(MapCost + 1);
        foreach (var (key, value) in Entries(over))
        {
            if (!frame.Round(1)) { break; }
            Bind(frame, over, key, value);
            if (Passes(frame) is { } other)
            {
                if (other is CelError) { return other; }
                continue;
            }
            frame.Charge(1);
            var made = transform!.Evaluate(frame);
            if (made is CelError) { return made; }
            if (kind == FoldKind.Map) { entries[key] = made; continue; }
            if (made is not CelMap part) { return CelError.NoOverload; }
            foreach (var name in part.Keys)
            {
                if (!entries.TryAdd(name, part.Find(name)!)) { return new CelError($"insert failed: key {Texts.Print(name)} already exists"); }
            }
        }
        return CelMap.Of(entries);
    }

    // Null: it passes; otherwise false or an error.
    private CelValue? Passes(Frame frame) => predicate?.Evaluate(frame) switch
    {
        null => null,
        CelBool truth => truth.Value ? null : truth,
        CelError error => error,
        _ => CelError.NoOverload,
    };

    private void Bind(Frame frame, CelValue over, CelValue key, CelValue value)
    {
        frame.Locals[first] = second < 0 && over is CelList ? value : key;
        if (second >= 0) { frame.Locals[second] = value; }
    }

    // Values of maps are looked up only where there is a second variable.
    private IEnumerable<(CelValue Key, CelValue Value)> Entries(CelValue over)
    {
        if (over is CelList list)
        {
            for (var i = 0; i < list.Count; i++) { yield return (CelInt.Of(i), list[i]); }
            yield break;
        }
        var map = (CelMap)over;
        foreach (var key in map.Keys) { yield return (key, second < 0 ? key : map.Find(key)!); }
    }
}
