using KubeSharp.ApiServer.Registry;
using KubeSharp.Machinery.Documents;
using KubeSharp.Machinery.Statuses;

namespace KubeSharp.ApiServer.Validation;

/// <summary>Tolerations. Source: Taints and Tolerations.</summary>
public static class TolerationValidation
{
    /// <summary>A list of tolerations.</summary>
    public static void CheckAll(ArrayNode tolerations, FieldPath path, FieldErrors errors)
    {
        for (var i = 0; i < tolerations.Count; i++)
        {
            var (toleration, at) = (tolerations[i], path.Index(i));
            var (key, kind, value, effect) = (toleration.Text("key"), toleration.Text("operator"), toleration.Text("value"), toleration.Text("effect"));
            if (key.Length > 0) { Names.Check(Names.Qualified(key), at.Child("key"), key, errors); }
            if (key.Length == 0 && kind != "Exists") { errors.Invalid(at.Child("operator"), kind, "operator must be Exists when `key` is empty, which means \"match all values and all keys\""); }
            if (toleration.Has("tolerationSeconds") && effect != "NoExecute") { errors.Invalid(at.Child("effect"), effect, "effect must be 'NoExecute' when `tolerationSeconds` is set"); }
            switch (kind)
            {
                case "" or "Equal":
                    Names.Check(Names.LabelValue(value), at.Child("operator"), value, errors);
                    break;
                case "Exists":
                    if (value.Length > 0) { errors.Invalid(at.Child("operator"), value, "value must be empty when `operator` is 'Exists'"); }
                    break;
                case "Gt" or "Lt":
                    if (!long.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _)) { errors.Invalid(at.Child("value"), value, "must be a valid integer"); }
                    break;
                default:
                    errors.NotSupported(at.Child("operator"), kind, "Equal", "Exists");
                    break;
            }
            if (effect is not ("" or "NoSchedule" or "PreferNoSchedule" or "NoExecute")) { errors.NotSupported(at.Child("effect"), effect, "NoSchedule", "PreferNoSchedule", "NoExecute"); }
        }
    }
}
