package dev.medallion.decode;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Reads unions. Null beside one type makes it a column of that type, int beside long is bigint,
 * float beside double is double; of other types each has its own field in a struct, {@code
 * member0}, {@code member1} and so on, of which one is not null.
 */
final class AvroUnion {
  private static final Set<Schema.Type> BIGINT = EnumSet.of(Schema.Type.INT, Schema.Type.LONG);
  private static final Set<Schema.Type> DOUBLE = EnumSet.of(Schema.Type.FLOAT, Schema.Type.DOUBLE);

  private AvroUnion() {}

  static AvroType of(Schema union, String path, Set<String> around) {
    List<Schema> members =
        union.getTypes().stream().filter(branch -> branch.getType() != Schema.Type.NULL).toList();
    if (members.isEmpty()) {
      throw new IllegalArgumentException(path + ": a column of nothing but null");
    }
    if (members.size() == 1) {
      AvroType only = AvroType.of(members.get(0), path, around);
      return new AvroType(only.type(), branches(union, List.of(only.value())));
    }
    Set<Schema.Type> types = EnumSet.noneOf(Schema.Type.class);
    members.forEach(member -> types.add(member.getType()));
    if (members.size() == 2 && types.equals(BIGINT)) {
      return number(union, DataTypes.LongType, members);
    }
    return members.size() == 2 && types.equals(DOUBLE)
        ? number(union, DataTypes.DoubleType, members)
        : struct(union, members, path, around);
  }

  private static AvroType number(Schema union, DataType type, List<Schema> members) {
    return new AvroType(type, branches(union, members.stream().map(AvroUnion::widened).toList()));
  }

  private static AvroValue widened(Schema member) {
    return switch (member.getType()) {
      case INT -> record -> (long) record.in().readInt();
      case LONG -> record -> record.in().readLong();
      case FLOAT -> record -> (double) record.in().readFloat();
      default -> record -> record.in().readDouble();
    };
  }

  private static AvroType struct(
      Schema union, List<Schema> members, String path, Set<String> around) {
    StructType columns = new StructType();
    List<AvroValue> values = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      String name = "member" + i;
      AvroType member = AvroType.of(members.get(i), path + "." + name, around);
      columns = columns.add(name, member.type());
      values.add(slot(i, members.size(), member.value()));
    }
    return new AvroType(columns, branches(union, values));
  }

  private static AvroValue slot(int index, int size, AvroValue member) {
    return record -> {
      Object[] slots = new Object[size];
      slots[index] = member.read(record);
      return new GenericInternalRow(slots);
    };
  }

  /** Reads the index of a branch, then its value. */
  private static AvroValue branches(Schema union, List<AvroValue> members) {
    List<AvroValue> branches = new ArrayList<>();
    int member = 0;
    for (Schema branch : union.getTypes()) {
      branches.add(
          branch.getType() == Schema.Type.NULL ? AvroUnion::nothing : members.get(member++));
    }
    AvroValue[] values = branches.toArray(AvroValue[]::new);
    return record -> values[record.in().readIndex()].read(record);
  }

  private static Object nothing(AvroRecord record) throws IOException {
    record.in().readNull();
    return null;
  }
}
