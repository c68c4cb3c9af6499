package wire

import "reflect"

// zeroLike is a pointer to the zero value of what v points to.
func zeroLike(v any) any { return reflect.New(reflect.TypeOf(v).Elem()).Interface() }
